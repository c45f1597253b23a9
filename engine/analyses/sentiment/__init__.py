"""What customers feel by what they write: in English, and said so where it is another language or not certain."""
