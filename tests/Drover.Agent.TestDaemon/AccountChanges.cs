using Drover.Agent.Accounts;
using Drover.Agent.Accounts.Writing;
using Drover.Agent.Native;
using Drover.Nodes;
using Drover.Nodes.Accounts;

namespace Drover.Agent.TestDaemon;

/// <summary>Adds users to account files, for tests to kill and to run beside other tools: FOLDER RECORD STEP COUNT PREFIX USERS. At the COUNT-th time that it comes to STEP it kills itself.</summary>
internal sealed class AccountChanges(AccountStep step, int count) : IAccountFaults
{
    private int _left = count;

    public static async Task<int> RunAsync(string[] args)
    {
        var faults = Enum.TryParse<AccountStep>(args[2], out var step) ? new AccountChanges(step, int.Parse(args[3])) : null;
        var options = new AccountOptions { Node = "node", Directory = args[0], GroupsFile = Path.Combine(args[0], "drover/groups"), RecordFile = args[1], LockTime = TimeSpan.FromMinutes(1) };
        await using var accounts = new LocalAccounts(options, TimeProvider.System, null, faults);
        await accounts.StartAsync(CancellationToken.None);
        for (var i = 0; i < int.Parse(args[5]); i++)
        {
            var answer = await accounts.ChangeAsync(new NodeCommand(1, new CommandKey(1, 0, i)), [new AddUser($"{args[4]}{i}") { Groups = ["team"] }], CancellationToken.None);
            if (answer.Refusal is { } refusal)
            {
                Console.WriteLine(refusal.Text);
                return 1;
            }
        }
        return 0;
    }

    public void At(AccountStep reached)
    {
        if (reached == step && --_left == 0)
            Libc.Kill(Environment.ProcessId, 9);
    }
}
