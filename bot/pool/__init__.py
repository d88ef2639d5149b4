"""Candidates, vacancies and rankings as matching sees them."""
