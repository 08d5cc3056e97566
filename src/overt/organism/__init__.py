"""The embedded organism: a tiny model with known properties, trained from scratch on plays of corpus scenes."""
