using System.CommandLine;
using System.CommandLine.Parsing;
using Drover.NodeAgent.Identity;
using Drover.NodeAgent.Joining;
using Drover.Services.Settings;
using Microsoft.Extensions.Logging;

namespace Drover.NodeAgent.Running;

/// <summary>The verbs: <c>join</c>, <c>run</c>, <c>show</c>.</summary>
internal static class AgentCommands
{
    private const string StateDirectory = "/var/lib/drover-agent";
    private const string RunDirectory = "/run/drover-agent";

    private static readonly Option<string> s_state = new("--state") { Description = "Directory of what is kept: key, certificate, reports, output of services", DefaultValueFactory = _ => StateDirectory };

    /// <summary>Parses, and does it.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("The agent of a node: runs its services, and works for the master of its fleet.") { Join(output, error), Run(error), Show(output) };
        var line = root.Parse(args);
        try
        {
            return line.Errors.Count > 0 ? Report(error, line.Errors[0].Message + "; see drover-agent --help", ExitCode.Usage)
                : await line.InvokeAsync(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (DroverException e)
        {
            return Report(error, e.Message, ExitCode.Of(e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Report(error, $"{e.Message.TrimEnd('.')}. Give the directories of --state and --run to the user of the agent, with room on their disks.", ExitCode.Failed);
        }
    }

    private static Command Join(TextWriter output, TextWriter error)
    {
        var master = new Argument<string>("MASTER") { Description = "Where the master listens for agents: HOST:PORT" };
        var token = new Argument<string>("TOKEN") { Description = "As 'drover add node' prints it" };
        var name = new Option<string>("--name") { Description = "Name of the node; default: the name of this machine", DefaultValueFactory = _ => Environment.MachineName };
        var anew = new Option<bool>("--anew") { Description = "Also when this machine is a node already: it is another one then" };
        var command = new Command("join", "Make this machine a node of a fleet.") { master, token, name, s_state, anew };
        command.SetAction(async (line, cancellationToken) =>
        {
            var directory = Path.GetFullPath(line.GetValue(s_state)!);
            using var held = StateLock.Take(directory);
            if (AgentIdentity.IsIn(directory) && !line.GetValue(anew))
                return Report(error, $"This machine is node {AgentIdentity.Read(directory).Node} of a fleet already. Give --anew if it is to be another one.", ExitCode.Usage);
            var identity = await Joiner.JoinAsync(
                line.GetValue(master)!, JoinToken.Read(line.GetValue(token)!), line.GetValue(name)!, directory, TimeProvider.System, cancellationToken);
            await output.WriteLineAsync($"This machine is node {identity.Node} now. Start its agent with 'drover-agent run{(directory == StateDirectory ? "" : $" --state {directory}")}', or 'systemctl enable --now drover-agent'.");
            return ExitCode.Done;
        });
        return command;
    }

    private static Command Run(TextWriter error)
    {
        var run = new Option<string>("--run") { Description = "Directory of what means nothing after a reboot", DefaultValueFactory = _ => RunDirectory };
        var cltab = new Option<string?>("--cltab") { Description = "The cltab of this node; default: none, it has no services" };
        var cgroup = new Option<string?>("--cgroup") { Description = "The cgroup below which services get theirs" };
        var ganeti = new Option<string?>("--ganeti-root") { Description = "Root below which the ssconf files of the cluster are kept; default: none are" };
        var clstat = new Option<string?>("--clstat-directory") { Description = "Directory that all nodes share, in which this one has a status file of Cluster::Init" };
        var testJobs = new Option<bool>("--test-jobs") { Description = "Run test jobs of shell devices that hang on this node" };
        var testUser = new Option<string?>("--test-jobs-user") { Description = "User as whom they run; default: nobody where the agent is root, else its own" };
        var testDirectory = new Option<string?>("--test-jobs-directory") { Description = "Directory of their work directories; default: that of --state with -jobs behind it" };
        var reports = new Option<int>("--reports") { Description = "Reports that are kept until a master has them", DefaultValueFactory = _ => new RunOptions { State = "", Run = "" }.Reports };
        var figures = new Option<TimeSpan>("--figures-every")
        {
            Description = "How often it is looked whether memory, disk or load have moved, which the master is told then",
            CustomParser = Duration,
            DefaultValueFactory = _ => new RunOptions { State = "", Run = "" }.FiguresEvery,
        };
        var commands = new Option<int>("--commands") { Description = "Commands of 'drover exec' that run at a time", DefaultValueFactory = _ => new RunOptions { State = "", Run = "" }.Commands };
        var noCommands = new Option<bool>("--no-commands") { Description = "Take no commands of 'drover exec'" };
        var stops = new Option<bool>("--stop-services") { Description = "Stop the services when the agent ends, instead of leaving them to the next one" };
        var level = new Option<LogLevel>("--log-level") { Description = "The least level of lines on standard error", DefaultValueFactory = _ => LogLevel.Information };
        var command = new Command("run", "Run the services of this node, and work for its master.") { s_state, run, cltab, cgroup, ganeti, clstat, testJobs, testUser, testDirectory, reports, figures, commands, noCommands, stops, level };
        command.SetAction((line, _) => AgentLife.RunAsync(new RunOptions
        {
            State = Path.GetFullPath(line.GetValue(s_state)!),
            Run = Path.GetFullPath(line.GetValue(run)!),
            Cltab = line.GetValue(cltab),
            Cgroup = line.GetValue(cgroup),
            GanetiRoot = line.GetValue(ganeti) is { } files ? Path.GetFullPath(files) : null,
            ClstatDirectory = line.GetValue(clstat) is { } shared ? Path.GetFullPath(shared) : null,
            TakesTestJobs = line.GetValue(testJobs),
            TestJobsUser = line.GetValue(testUser),
            TestJobsDirectory = line.GetValue(testDirectory) is { } jobs ? Path.GetFullPath(jobs) : null,
            Reports = Math.Max(1, line.GetValue(reports)),
            Commands = line.GetValue(noCommands) ? 0 : Math.Max(1, line.GetValue(commands)),
            FiguresEvery = line.GetValue(figures),
            StopsServices = line.GetValue(stops),
            LogLevel = line.GetValue(level),
        }, error));
        return command;
    }

    private static TimeSpan Duration(ArgumentResult result)
    {
        var time = OptionValues.Duration(result.Tokens[0].Value, out var problem);
        if (time < TimeSpan.FromSeconds(1))
            problem = $"'{result.Tokens[0].Value}' is too often; a second is the least";
        if (problem is not null)
            result.AddError($"{((OptionResult)result.Parent!).IdentifierToken}: {problem}");
        return time ?? default;
    }

    private static Command Show(TextWriter output)
    {
        var command = new Command("show", "Say which node this machine is, and until when its certificate is good.") { s_state };
        command.SetAction(line =>
        {
            var identity = AgentIdentity.Read(Path.GetFullPath(line.GetValue(s_state)!));
            using var certificate = identity.OpenCertificate();
            output.WriteLine($"node         {identity.Node}");
            output.WriteLine($"masters      {string.Join(", ", identity.Masters)}");
            output.WriteLine($"certificate  {certificate.SerialNumber}, good until {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm} UTC");
            output.WriteLine($"term         {identity.Term}");
            return ExitCode.Done;
        });
        return command;
    }

    private static int Report(TextWriter error, string text, int code)
    {
        error.WriteLine($"drover-agent: {text}");
        return code;
    }
}
