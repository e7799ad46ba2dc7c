"""The conformance pack: for every rule one small sheet that passes and one that fails."""
