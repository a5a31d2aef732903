using System.Net;
using System.Net.Sockets;
using Drover.Daemon.Settings;

namespace Drover.Daemon.Mastership;

/// <summary>Whether this node may be the master, by what lies on its own disk: the ssconf file in which every node of a cluster of Ganeti has who is. Looked at before
/// anything is served. Other nodes have their say afterwards (<see cref="MasterVote"/>).</summary>
internal static class MasterClaim
{
    /// <param name="settings">The settings, with the names of the state directory.</param>
    /// <param name="resolve">Looks for the addresses of a name.</param>
    /// <param name="cancellationToken">Ends the wait for it.</param>
    /// <exception cref="DroverException"><c>MASTER_ELSEWHERE</c>: another node is the master. <c>MASTER_UNKNOWN</c>: it cannot be told, since the file cannot be read or the own name
    /// does not resolve.</exception>
    public static async Task CheckAsync(DaemonSettings settings, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken cancellationToken)
    {
        // Without a root there are no such files, and no tools that look at them.
        if (settings.Find("ganeti-root") is not { } root)
            return;
        var own = settings.Text("node");
        var path = Path.Combine(Path.GetFullPath(root), "var/lib/ganeti/ssconf_master_node");
        if (Read(path) is { } master && master != own && !settings.TakesOver)
            throw new DroverException("MASTER_ELSEWHERE",
                $"The file {path} says that the master is '{master}', and this is node '{own}'. Start the daemon there. If that node is gone and this one is to take its place, start once with --take-over. Nothing was changed.");
        // Below another root the name is one that was only given, as GANETI_HOSTNAME is.
        if (Path.GetFullPath(root) != "/")
            return;
        try
        {
            await resolve(own, cancellationToken).WaitAsync(settings.Duration("node-resolve-time"), cancellationToken);
        }
        catch (Exception problem) when (problem is SocketException or TimeoutException)
        {
            throw new DroverException("MASTER_UNKNOWN", $"The own name '{own}' does not resolve: {problem.Message} Put it into the name service or /etc/hosts, or set node to a name that does. Nothing was changed.", problem);
        }
    }

    /// <summary>Asks whether a start without a vote is meant. Only the word YES says so.</summary>
    public static bool IsMeant(TextReader input, TextWriter output)
    {
        output.Write("droverd: --no-voting starts this node as the master whatever other nodes say. If another master runs, both give orders. Type YES to go on: ");
        output.Flush();
        if (input.ReadLine() == "YES")
            return true;
        output.WriteLine("droverd: not started; --yes-do-it says so without the question.");
        return false;
    }

    /// <summary>The name in the file; null when there is none, as on a node of a new cluster.</summary>
    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim() is { Length: > 0 } name
                ? name
                : throw new DroverException("MASTER_UNKNOWN", $"The file {path}, which says which node is the master, is empty. Write the name of the master into it, or remove it if this is a new cluster. Nothing was changed.");
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DroverException("MASTER_UNKNOWN", $"The file {path}, which says which node is the master, cannot be read: {problem.Message} Put that right. Nothing was changed.", problem);
        }
    }
}
