"""Measurements beside the peers. They print; they never judge a test run."""
