"""Places that do not exist, to measure and to try: always named « d’essai »."""
