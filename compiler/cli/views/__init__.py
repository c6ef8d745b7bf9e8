"""What a person sees of a run: lines as they are printed, progress, and a summary at the end."""
