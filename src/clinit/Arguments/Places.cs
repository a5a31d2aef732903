namespace Drover.Clinit.Arguments;

/// <summary>Where the socket and the status file are: the settings lines of the cltab win over the command line, as they do in the daemon.</summary>
/// <param name="Socket">Path of the socket.</param>
/// <param name="Clstat">Path of the status file.</param>
/// <param name="Unread">Why the cltab could not be read although it is there; what it says of the places is then not known.</param>
internal sealed record Places(string Socket, string Clstat, string? Unread)
{
    public static Places Of(Invocation call)
    {
        try
        {
            return Read(File.ReadAllText(call.Cltab), call);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return new(call.Socket, call.Clstat, Unread: null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new(call.Socket, call.Clstat, $"{call.Cltab}, which may name other places, cannot be read: {error.Message}");
        }
    }

    /// <summary>Takes the two settings out of a cltab; the last line of each counts. Errors of the file are the daemon's to report.</summary>
    public static Places Read(string cltab, Invocation call)
    {
        var places = new Places(call.Socket, call.Clstat, Unread: null);
        foreach (var line in cltab.Split('\n'))
        {
            var text = line.EndsWith('\r') ? line[..^1] : line;
            if (Value(text, ":::socket:") is { } socket)
                places = places with { Socket = socket };
            else if (Value(text, ":::clstat:") is { } clstat)
                places = places with { Clstat = clstat };
        }
        return places;
    }

    private static string? Value(string line, string key) =>
        line.Length > key.Length && line.StartsWith(key, StringComparison.Ordinal) ? line[key.Length..] : null;
}
