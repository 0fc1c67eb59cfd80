"""Offers of assistance: a register for those who refer requests and answer referrals."""
