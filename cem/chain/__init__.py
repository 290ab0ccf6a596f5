"""The whole chain: pillar → touchpoints → desired experience → standards → script → people trained → scores."""
