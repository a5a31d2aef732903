namespace Drover.Web.Sessions;

/// <summary>What a browser gets that wants to sign in.</summary>
/// <param name="Secret">The secret of its session; null when it is refused.</param>
/// <param name="Wait">How long to wait before another attempt is looked at; null when it would be now.</param>
public sealed record SignInAnswer(string? Secret, TimeSpan? Wait);
