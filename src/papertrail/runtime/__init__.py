"""What the program runs on: processes, shared texts, folders written as a whole, progress. May import `core`."""
