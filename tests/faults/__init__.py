"""What goes wrong around a study: kills, signals, disks, damaged files, failing runs."""
