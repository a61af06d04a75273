"""Who can help with a question: learned from what people did, with their consent, and explained."""
