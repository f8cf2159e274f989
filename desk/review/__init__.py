"""What people decide: the queue, a case beside the records, claims on the phone, second persons, letters, calls."""
