"""What a workspace does by itself: syncs, refreshes, alerts and subscriptions, when their time has come."""
