using Drover.Pages.Words;

namespace Drover.Pages.Rendering;

/// <summary>What all pages have around them.</summary>
/// <param name="Words">The language of the reader.</param>
/// <param name="User">Who reads; null for somebody who has not signed in.</param>
/// <param name="Path">The address of the page, with what follows the question mark.</param>
/// <param name="Now">The moment that the page shows.</param>
public sealed record Frame(Language Words, string? User, string Path, DateTimeOffset Now)
{
    /// <summary>What was done before this page was shown, or why it was not.</summary>
    public string? Notice { get; init; }
}
