int first_value() { return 40; }
