using MagBot.TestSupport.Storage;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MagBot.State.Tests.Contracts;

/// <summary>A fact of a contract that several classes inherit; skipped, with the reason, in those whose server is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("MagBot.State.Tests.Contracts.ContractFactDiscoverer", "MagBot.State.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Put on classes whose tests need a PostgreSQL server on this machine.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class NeedsPostgresAttribute : Attribute;

public sealed class ContractFactDiscoverer(IMessageSink sink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        yield return new ContractTestCase(
            sink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod);
    }
}

public sealed class ContractTestCase : XunitTestCase
{
    [Obsolete("Only for the deserializer of the test runner.")]
    public ContractTestCase()
    {
    }

    public ContractTestCase(IMessageSink sink, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
        : base(sink, display, displayOptions, method)
    {
    }

    protected override string GetSkipReason(IAttributeInfo factAttribute) =>
        base.GetSkipReason(factAttribute)
        ?? (TestMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsPostgresAttribute)).Any() ? PostgresServer.WhyAbsent : null)!; // null runs it
}
