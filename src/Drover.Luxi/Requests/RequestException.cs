namespace Drover.Luxi.Requests;

/// <summary>What came in is no request. 3.0.2 says so and closes the connection; for clients of 2.6, whose server had caught an exception then,
/// it stays open.</summary>
/// <param name="message">What is wrong, without the words that either server puts before it.</param>
/// <param name="is26">Whether it came from a client of 2.6.</param>
internal sealed class RequestException(string message, bool is26 = false) : DroverException("LUXI_MALFORMED", message)
{
    public bool Is26 { get; } = is26;
}
