"""The Wave API: what clients of CRM Analytics call, answered from a workspace. One resource a file."""
