namespace Drover.LavaWeb.Notify;

/// <summary>A call may not be made.</summary>
internal sealed class CallRefusedException(string message) : Exception(message);
