namespace Drover.Fleet.Connections;

/// <summary>A connection has ended while something was asked over it.</summary>
internal sealed class ConnectionLostException(string reason) : DroverException("NODE_AWAY", reason);
