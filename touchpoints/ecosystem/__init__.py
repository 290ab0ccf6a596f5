"""The ecosystem of the experience: its words, its picture, its paper."""
