"""Units and vacancies from sheets as people send them: read, checked row by row, placed on the map and loaded."""
