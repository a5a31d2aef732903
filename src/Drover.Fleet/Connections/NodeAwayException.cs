namespace Drover.Fleet.Connections;

/// <summary>A node cannot be reached, so nothing was done, or it is not known whether it was.</summary>
public sealed class NodeAwayException(string message) : DroverException("NODE_AWAY", message);
