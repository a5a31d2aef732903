using System.Text.Json;
using Drover.Doors;
using Drover.Kernel;
using Drover.Web.Doors;
using Microsoft.Extensions.Logging;

namespace Drover.Web.Sessions;

/// <summary>Keeps sessions over a restart of the daemon: their hashes, in a file that its user alone reads. It is no part of the durable state: without it browsers sign in anew.</summary>
internal sealed class SessionFile(string? path, ILogger log)
{
    private readonly Lock _gate = new();

    /// <summary>What was kept; nothing when there is no file, or it cannot be read.</summary>
    public IReadOnlyList<(string Hash, WebSession Session)> Read()
    {
        try
        {
            return path is not null && File.Exists(path)
                ? [.. JsonSerializer.Deserialize(File.ReadAllBytes(path), SessionJson.Default.ListStoredSession)!.Where(stored => SecretHash.IsHash(stored.Hash)).Select(stored => (stored.Hash, Session(stored)))]
                : [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or ArgumentException)
        {
            HttpLog.SessionsNotKept(log, path!, e.Message.TrimEnd('.'));
            return [];
        }
    }

    /// <summary>Keeps these, and no others.</summary>
    public void Write(Func<IEnumerable<(string Hash, WebSession Session)>> sessions)
    {
        if (path is null)
            return;
        try
        {
            lock (_gate)
                WholeFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes([.. sessions().Select(known => Stored(known.Hash, known.Session))], SessionJson.Default.ListStoredSession), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            HttpLog.SessionsNotKept(log, path, e.Message.TrimEnd('.'));
        }
    }

    private static StoredSession Stored(string hash, WebSession session) => new(
        hash, session.User, session.Local is { } caller ? AccessGate.Allows(caller, new Permission(AccessAction.Administer, Protected.Daemon)) : null,
        session.CredentialsSet.Microseconds, session.From, session.Began, session.Ends, session.Role);

    private static WebSession Session(StoredSession stored) => new(stored.User, stored.From, stored.Began, stored.Ends)
    {
        Local = stored.IsOperator is { } isOperator ? CallerGate.Remembered(stored.User, isOperator) : null,
        Account = stored.IsOperator is null ? stored.User.PersonName : null,
        Role = stored.Role,
        CredentialsSet = new Timestamp(stored.CredentialsSet),
    };
}
