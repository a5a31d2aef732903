using Drover.Kernel;

namespace Drover.Luxi.Requests;

/// <summary>What came in is no request. The message is the phrase after "Failed to parse request: "; the connection is closed after it,
/// as 3.0.2 does.</summary>
internal sealed class RequestException(string message) : DroverException("LUXI_MALFORMED", message);
