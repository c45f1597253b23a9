"""Who people are: accounts, passwords, tokens, signed-in browsers, and the log of what they did."""
