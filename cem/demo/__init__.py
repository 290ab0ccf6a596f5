"""The airport's sample programme: real survey answers, everything else invented and marked as such."""
