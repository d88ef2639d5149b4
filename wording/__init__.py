"""How the line writes things, in Danish and in English: one way for each, whoever reads it. Pure; uses config only."""
