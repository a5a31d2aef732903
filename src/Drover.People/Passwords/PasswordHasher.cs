using System.Security.Cryptography;
using Drover.People.Accounts;

namespace Drover.People.Passwords;

/// <summary>Hashes passwords, a few at a time and beside what serves requests: each takes memory and a good part of a second.</summary>
/// <param name="key">Without which a hash is worth nothing.</param>
/// <param name="options">What it costs.</param>
public sealed class PasswordHasher(AccountKey key, PasswordOptions options) : IDisposable
{
    /// <summary>Most characters of a password.</summary>
    public const int Longest = 1_024;

    private readonly SemaphoreSlim _places = new(options.AtOnce, options.AtOnce);
    private readonly Lazy<string> _nobodys = new(() => Argon2.Hash(RandomNumberGenerator.GetBytes(32), options.Rounds, options.Memory));
    private int _waiting;

    /// <summary>What is wrong with a password that somebody wants to set; null when nothing is.</summary>
    public string? Problem(string password) =>
        password.Length < options.Shortest ? $"The password has fewer than {options.Shortest} characters. Take a longer one, such as some words"
        : password.Length > Longest ? $"The password has more than {Longest} characters. Take a shorter one"
        : password.Any(char.IsControl) ? "The password holds a character that no keyboard has. Leave it out"
        : null;

    /// <summary>The hash of a password.</summary>
    /// <exception cref="DroverException"><c>PASSWORDS_BUSY</c>: too many wait. <c>PASSWORD_HASH</c>: it cannot be made.</exception>
    public Task<string> HashAsync(string password, CancellationToken cancellationToken) =>
        InTurnAsync(() => Argon2.Hash(key.Pepper(password), options.Rounds, options.Memory), cancellationToken);

    /// <summary>Whether a password is that of a hash. It takes as long for a user who has none, or is not there.</summary>
    /// <exception cref="DroverException">As for <see cref="HashAsync"/>.</exception>
    internal Task<bool> MatchesAsync(string? hash, string password, CancellationToken cancellationToken) =>
        InTurnAsync(() =>
        {
            // Made in any case, so that the first unknown user is not told from a known one.
            var nobodys = _nobodys.Value;
            return Argon2.Matches(hash ?? nobodys, key.Pepper(password.Length <= Longest ? password : "")) && hash is not null && password.Length <= Longest;
        }, cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private async Task<T> InTurnAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            if (Interlocked.Increment(ref _waiting) > options.AtOnce + options.Waiting)
                throw new DroverException("PASSWORDS_BUSY", "Too many want to sign in at this moment. Try again in some seconds.");
            await _places.WaitAsync(cancellationToken);
            try
            {
                return await Task.Run(work, cancellationToken);
            }
            finally
            {
                _places.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }
}
