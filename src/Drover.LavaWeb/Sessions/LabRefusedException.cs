namespace Drover.LavaWeb.Sessions;

/// <summary>What a client asks for is refused. Nothing changed.</summary>
/// <param name="status">400 for a wrong request, 401 without a token, 403 without the right, 404 for what is not there, 503 when it can be tried again later: the code of a fault, and the
/// status over REST.</param>
/// <param name="message">What is wrong and what to do, in one line.</param>
/// <param name="inner">What refused it; null when that is this wire.</param>
internal sealed class LabRefusedException(int status, string message, Exception? inner = null) : Exception(message, inner)
{
    public int Status { get; } = status;

    public static LabRefusedException Bad(string message) => new(400, message);

    public static LabRefusedException Unknown(string what, string name) => new(404, $"{what} '{name}' was not found.");

    /// <summary>What the kernel has refused, as these wires say it.</summary>
    public static LabRefusedException Of(DroverException e) => new(e.Code switch
    {
        "NOT_ALLOWED" => 403,
        "QUEUE_DRAINED" or "QUEUE_FULL" or "QUEUE_STOPPING" or "STOPPING" or "STORE_LOW_SPACE" or "STORE_FULL" or "STORE_FAILED" or "STORE_BROKEN" or "STORE_FENCED" or "LOG_FAILED" => 503,
        _ => 400,
    }, e.Message.ReplaceLineEndings(" "), e);
}
