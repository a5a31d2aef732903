using System.CommandLine;
using Drover.Cli.Users;
using Drover.Cli.Explaining;
using Drover.Cli.Fleet;
using Drover.Cli.Jobs;
using Drover.Cli.Lab;
using Drover.Cli.Lab.Importing;
using Drover.Cli.Listing;
using Drover.Cli.Operating;
using Drover.Cli.Overview;
using Drover.Cli.People;
using Drover.Cli.Services;
using Drover.Cli.Services.ClusterCltab;
using Drover.Cli.Shell;
using Drover.Cli.Submitting;
using Drover.Cli.Support;
using Drover.Cli.Tasks;
using Drover.Cli.TestJobs;
using Drover.Cli.Timelines;
using Drover.Cli.Top;

namespace Drover.Cli.CommandLine;

/// <summary>All verbs, in the order of the help, below one root.</summary>
internal sealed class CommandTree
{
    private readonly Dictionary<Command, Verb> _verbs = [];

    public CommandTree()
    {
        Root = new Command("drover", "about");
        Socket = new Option<string?>("--socket") { Description = "option.socket", HelpName = "PATH", Recursive = true };
        Help = new Option<bool>("--help", "-h") { Description = "option.help", Recursive = true };
        Version = new Option<bool>("--version") { Description = "option.version" };
        Root.Options.Add(Socket);
        Root.Options.Add(Help);
        Root.Options.Add(Version);

        Add(Root, new SubmitVerb(), new RetryVerb(), new GetVerb(), new ShowVerb(), new FieldsVerb(), new ExplainVerb());
        Add(Root, new WaitVerb(), new WatchVerb(), new LogsVerb(), new CancelVerb(), new PriorityVerb(), new ArchiveVerb(), new WhyVerb(), new TimelineVerb(), new BreakLocksVerb());
        Add(Root, new TellVerb(), new MoveVerb(), EntryVerb.Start(), EntryVerb.Stop(), EntryVerb.Reload(), new SignalVerb(), new RereadVerb(), new ClearBackoffVerb(), new ExecVerb());
        Add(Group("cltab", "group.cltab"), new CltabSetVerb(), CltabCanaryVerb.Take(), CltabCanaryVerb.Drop(), new CltabShowVerb(), CltabTableVerb.Versions(), CltabTableVerb.Nodes());
        Add(Group("chk", "group.chk"), new CheckCltabVerb(), new CheckJobVerb(), new CheckAccountsVerb());
        var (add, change, remove) = (Group("add", "group.add"), Group("mod", "group.mod"), Group("del", "group.del"));
        foreach (var kind in LabKind.All)
        {
            Add(add, SetVerb.Add(kind));
            Add(change, SetVerb.Change(kind));
            Add(remove, new RemoveVerb(kind));
        }

        Add(add, new NodeAddVerb(), new TaskAddVerb(), new UserAddVerb(), new UserGroupAddVerb());
        Add(change, new TaskSetVerb(), new UserModifyVerb(), new UserGroupModifyVerb());
        Add(remove, new NodeDeleteVerb(), new TaskDeleteVerb(), new UserDeleteVerb(), new UserGroupDeleteVerb());
        Add(Group("import", "group.import"), new ImportLabVerb());
        Add(Root, new StatusVerb(), new TopVerb(), new ConsoleVerb(), new EventsVerb(), new SupportVerb(), new DrainVerb(), new ConfigVerb(), new LogLevelVerb(), new TraceVerb(), new RestartVerb(), new ShutdownVerb());
        Add(Group("audit", "group.audit"), new AuditVerifyVerb(), new AcceptLossVerb());
        Add(Group("token", "group.token"), new TokenCreateVerb(), new TokenDeleteVerb());
        Add(Group("account", "group.account"), new AccountAddVerb(), new AccountSetVerb(), new AccountPasswdVerb(), new AccountPasswordVerb(), new AccountTotpVerb(), new AccountDeleteVerb());
        Add(Group("session", "group.session"), new SessionListVerb(), new SessionEndVerb());
        Add(Root, new WebVerb(), new InitVerb(), new VersionVerb(), new CompletionVerb(), new HelpVerb(this));
    }

    public Command Root { get; }

    public Option<string?> Socket { get; }

    public Option<bool> Help { get; }

    public Option<bool> Version { get; }

    /// <summary>The verb below a command that a word means, which may be short. What other command lines have leads elsewhere, and is no verb written short.</summary>
    public WordMatch<Command> Find(Command owner, string word)
    {
        var match = new WordTable<Command>(owner.Subcommands.Select(c => (c.Name, c))).Find(word);
        return match.Fit != WordFit.Whole && owner == Root && ForeignVerbs.Lead(word) is not null ? WordMatch<Command>.Nothing : match;
    }

    /// <summary>All that the command does ends something or takes it away.</summary>
    public bool IsDestructive(Command command) => command.Subcommands.Count > 0 ? command.Subcommands.All(IsDestructive) : VerbOf(command)!.IsDestructive;

    public Verb? VerbOf(Command command) => _verbs.GetValueOrDefault(command);

    /// <summary>All options that a command takes.</summary>
    public IEnumerable<Option> OptionsOf(Command command) => command == Root ? Root.Options : command.Options.Append(Socket).Append(Help);

    private Command Group(string word, string description)
    {
        var group = new Command(word, description);
        Root.Subcommands.Add(group);
        return group;
    }

    private void Add(Command owner, params ReadOnlySpan<Verb> verbs)
    {
        foreach (var verb in verbs)
        {
            owner.Subcommands.Add(verb.Command);
            _verbs.Add(verb.Command, verb);
        }
    }
}
