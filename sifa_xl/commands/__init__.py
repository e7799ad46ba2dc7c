"""The commands of ``sifa-xl`` by what they are for; ``cli`` gives them their names."""
