"""Shops are asked: the queue by shop, call sheets, lists to chains, what is restored for their settlement."""
