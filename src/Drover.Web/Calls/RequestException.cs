namespace Drover.Web.Calls;

/// <summary>A request cannot be answered as it stands.</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable code.</param>
/// <param name="message">What happened, why, and what to do.</param>
/// <param name="field">Place of the mistake, such as <c>ops[0].duration</c> or a parameter's name.</param>
/// <param name="hint">What else may help.</param>
public sealed class RequestException(int status, string code, string message, string? field = null, string? hint = null)
    : DroverException(code, message)
{
    public int Status { get; } = status;

    public string? Field { get; } = field;

    public string? Hint { get; } = hint;

    public static RequestException Bad(string code, string message, string? field = null) => new(400, code, message, field);

    public static RequestException NoSuchJob(long id) => new(404, "JOB_UNKNOWN",
        $"There is no job {id}: it was never submitted, or its id was refused.");
}
