"""The tree that the parser makes: plain frozen data with spans, one class a construct."""
