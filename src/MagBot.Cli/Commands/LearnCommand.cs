using System.CommandLine;
using MagBot.Knowledge.Learning;

namespace MagBot.Cli.Commands;

/// <summary><c>magbot learn</c>: the models behind triage and wording rules, from their example sentences.</summary>
internal static class LearnCommand
{
    public static Command Create()
    {
        var knowledge = CommandBase.KnowledgeOption();
        var command = new Command("learn", "Learns from eval/guards what alarms and forbidden wordings look like, and writes knowledge/models.") { knowledge };
        command.Run((result, _) =>
        {
            DirectoryInfo directory = result.GetValue(knowledge)!; // has a default
            Console.Write(new GuardLearning(directory.FullName, CommandBase.Load(directory)).Run());
            return Task.FromResult(0);
        });
        return command;
    }
}
