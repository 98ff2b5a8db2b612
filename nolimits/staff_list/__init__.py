"""The council's staff list: shown line by line, then brought in whole or not at all."""
