"""One kind of node a file: from the streams that it reads to the stream that it gives."""
