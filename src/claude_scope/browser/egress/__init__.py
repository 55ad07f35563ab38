"""Restricts which network addresses the inspecting browser may reach.

In the order of the data:

    allowed_addresses.py   classifies IP addresses: public, private, cloud metadata
    guard_proxy.py         the proxy that checks each address before it connects
"""
