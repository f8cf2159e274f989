"""What a scheme says, its versions, and changing it by two persons."""
