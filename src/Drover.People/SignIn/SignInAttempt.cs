namespace Drover.People.SignIn;

/// <summary>What somebody shows who wants to sign in.</summary>
/// <param name="User">Who they say they are.</param>
/// <param name="Password">Their password.</param>
/// <param name="Code">A code of their second factor, or a recovery code; empty for none.</param>
/// <param name="Address">Where they come from.</param>
public sealed record SignInAttempt(string User, string Password, string Code, string Address);
