"""What an act of help is worth: programs, price lists, pots, and the decision on every act."""
