"""Plans over columns: an operator a file, run one after the other, each from frames to a frame."""
