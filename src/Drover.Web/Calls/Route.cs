using Drover.Kernel;
using Microsoft.AspNetCore.Http;

namespace Drover.Web.Calls;

/// <summary>One path of the web site.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Path">Its path, with places for names and numbers.</param>
/// <param name="Action">What a caller must be allowed to come in at all; who may do it with the very thing is asked by what does it.</param>
/// <param name="Resource">With what kind of thing; <see cref="OfPath"/> when the path names it.</param>
/// <param name="Handle">Answers.</param>
/// <param name="ByToken">Whether its callers say who they are by a token in the request, which <paramref name="Handle"/> judges.</param>
internal sealed record Route(string Method, string Path, AccessAction Action, string Resource, Func<Call, Task> Handle, bool ByToken = false)
{
    /// <summary>The kind of thing is the query resource that the path names.</summary>
    public const string OfPath = "{resource}";

    /// <summary>The methods that the path takes: where it shows something, also HEAD, which answers the same without a body (RFC 9110, 9.3.2).</summary>
    public IReadOnlyList<string> Methods => Method == HttpMethods.Get ? [Method, HttpMethods.Head] : [Method];
}
