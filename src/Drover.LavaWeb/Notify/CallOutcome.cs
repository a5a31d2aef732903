using System.Globalization;
using System.Net;

namespace Drover.LavaWeb.Notify;

/// <summary>What came of a call.</summary>
/// <param name="IsTaken">Whether the receiver has taken it.</param>
/// <param name="MayRetry">Whether another try may help.</param>
/// <param name="Text">In words.</param>
internal sealed record CallOutcome(bool IsTaken, bool MayRetry, string Text)
{
    public static CallOutcome Failed(string text) => new(false, false, text);

    public static CallOutcome Later(string text) => new(false, true, text);

    public static CallOutcome Of(HttpResponseMessage response)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)response.StatusCode}");
        return response.IsSuccessStatusCode ? new(true, false, text)
            : response.StatusCode is >= HttpStatusCode.InternalServerError or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests ? Later(text)
            : Failed(text);
    }
}
